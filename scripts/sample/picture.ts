import type { LadderRung } from './ladder.ts';
import { FRAMES_PER_SECOND } from './timeline.ts';

/**
 * The picture, drawn at 1280x720 and scaled to the rendition: colour bars above, and below them a running clock, the
 * frame's number, the rendition's name and a square that crosses the screen once a second, starting with each tone.
 * Nearly all of it stands still, so that it costs few bits.
 *
 * @returns an ffmpeg filter graph
 */
export function pictureGraph(rung: LadderRung): string {
  const text = (fields: string) => `drawtext=font=monospace:x=(w-tw)/2:${fields}`;
  return [
    `smptehdbars=size=1280x720:rate=${FRAMES_PER_SECOND},drawbox=y=420:h=300:color=0x10243c:t=fill,`,
    'drawbox=x=0:y=636:w=1280:h=48:color=0x1c3a5e:t=fill[bars];',
    `color=color=0xffb000:size=48x48:rate=${FRAMES_PER_SECOND}[square];`,
    "[bars][square]overlay=x='mod(t,1)*(W-w)':y=636,",
    `${text("y=440:fontsize=96:fontcolor=white:text='%{pts\\:hms} '")},`,
    `${text(`y=560:fontsize=44:fontcolor=0xffb000:text='${rung.name}  frame %{eif\\:n\\:d\\:6}'`)},`,
    `scale=${rung.width}:${rung.height}:flags=bicubic+bitexact,setsar=1,format=yuv420p`,
  ].join('');
}

/**
 * The sound: a plucked note each second, a semitone higher than the one before and starting again after twelve, the
 * right channel an octave above the left.
 *
 * @returns an ffmpeg audio source
 */
export function soundSource(): string {
  const semitone = 'mod(floor(t),12)';
  // The short fades at both ends of a second keep the change of note from clicking.
  const loudness = '(0.05+0.3*exp(-5*mod(t,1)))*min(1,min(mod(t,1)*200,(1-mod(t,1))*200))';
  const note = (hertz: number) => `${loudness}*sin(2*PI*${hertz}*pow(2,${semitone}/12)*mod(t,1))`;
  return `aevalsrc=exprs='${note(262)}|${note(524)}':channel_layout=stereo:sample_rate=48000`;
}
