import { fuzzTests } from './fuzz-test.ts';
import { playlistUris } from './targets/playlist-uris.ts';
import { mediaPlaylists, multivariantPlaylists } from './targets/playlists.ts';

fuzzTests([mediaPlaylists, multivariantPlaylists, playlistUris]);
