/** `setup`, declared: what has to be there before anything is recorded. */
import { type Command, Option } from 'commander';
import { outputOf } from '../deployment/deployment.ts';
import type { Act } from '../frame/act.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { UsageError } from '../frame/operator-errors.ts';
import { makeFindBucket } from './check-bucket.ts';
import { readChoice } from './choose-channels.ts';
import { createConfiguration } from './create-configuration.ts';
import { deleteConfigurations } from './delete-configurations.ts';
import { findConfiguration } from './find-configuration.ts';
import { makeIvsPorts } from './ivs-ports.ts';
import { listConfigurations } from './list-configurations.ts';
import {
  parseName,
  parseRendition,
  parseRenditions,
  parseStorage,
  parseTag,
  parseThumbnails,
  parseWindow,
  type WantedTag,
} from './parse-settings.ts';
import type { RecordingSettings, RenditionName, ThumbnailStorage } from './recording-settings.ts';
import { setChannels } from './set-channels.ts';
import { waitUntilActive } from './wait-until-active.ts';

/** Adds `setup recording-config` and `setup channel`. */
export function declareSetup(program: Command, act: Act): void {
  const setup = program.command('setup').description('What has to be there before anything is recorded.');
  const configurations = setup
    .command('recording-config')
    .description('Recording configurations: what IVS records, and where to.')
    .addHelpText('after', defaultNote('create'));
  declareCreate(configurations, act);
  configurations
    .command('list')
    .description('List the recording configurations of the Region.')
    .action(act(async (context) => listConfigurations(makeIvsPorts(context), context)));
  configurations
    .command('delete')
    .description('Delete recording configurations that no channel uses. Asks first. What was recorded stays.')
    .argument('<config...>', 'ARNs or names')
    .action(act(async (context, { args }) => deleteConfigurations(args, makeIvsPorts(context), context)));
  declareChannel(setup, act);
}

const defaultNote = (name: string): string =>
  `\n${name} is done where no command is named; ${name} --help tells its options.`;

interface CreateOptions {
  readonly name: string;
  readonly bucket?: string;
  readonly thumbnails: number | 'off';
  readonly thumbnailStorage?: readonly ThumbnailStorage[];
  readonly thumbnailResolution?: RenditionName;
  readonly reconnectWindow: number;
  readonly renditions: RecordingSettings['renditions'];
}

const createNotes = `
The bucket has to be in the same Region. One that has the same settings is used
again, whatever its name. Waits until it is ACTIVE; after an interruption the
same command goes on.`;

function declareCreate(configurations: Command, act: Act): void {
  configurations
    .command('create', { isDefault: true })
    .description('Create a recording configuration, unless there is one with the same settings.')
    .addOption(new Option('--name <name>', 'its name').argParser(parseName).default('recordings'))
    .option('--bucket <name>', 'bucket to record to; the deployment’s unless given')
    .addOption(
      new Option('--thumbnails <seconds>', 'seconds between thumbnails, 1 to 60, or off')
        .argParser(parseThumbnails)
        .default(60),
    )
    .option('--thumbnail-storage <which>', 'keep them all (sequential, as a rule), the latest, or both', parseStorage)
    .option('--thumbnail-resolution <name>', 'full-hd, hd, sd or lowest; the source’s unless given', parseRendition)
    .addOption(
      new Option('--reconnect-window <seconds>', 'a stream that comes back within it goes on; 0 to 300')
        .argParser(parseWindow)
        .default(0),
    )
    .addOption(
      new Option('--renditions <names>', 'which are recorded: all, none, or of full-hd,hd,sd,lowest')
        .argParser(parseRenditions)
        .default('all'),
    )
    .addHelpText('after', createNotes)
    .action(
      act<CreateOptions>(async (context, { options }) => {
        const ports = { ...makeIvsPorts(context), findBucket: makeFindBucket(context) };
        return createConfiguration(options.name, await readSettings(options, context), ports, context);
      }),
    );
}

async function readSettings(options: CreateOptions, { deployment }: CommandContext): Promise<RecordingSettings> {
  const thumbnails = readThumbnails(options);
  return {
    bucketName: options.bucket ?? outputOf(await deployment(), 'RecordingsBucketName'),
    reconnectWindowSeconds: options.reconnectWindow,
    thumbnails,
    renditions: options.renditions,
  };
}

function readThumbnails(options: CreateOptions): RecordingSettings['thumbnails'] {
  const { thumbnails: intervalSeconds, thumbnailStorage: storage, thumbnailResolution: resolution } = options;
  if (intervalSeconds !== 'off') return { intervalSeconds, storage: storage ?? ['SEQUENTIAL'], resolution };
  if (storage === undefined && resolution === undefined) return 'off';
  throw new UsageError('--thumbnails off goes with neither --thumbnail-storage nor --thumbnail-resolution.');
}

interface ChannelOptions {
  readonly all?: true;
  readonly tag?: readonly WantedTag[];
  readonly recordingConfig?: string;
}

const channelNotes = `
Shows its plan and asks first. Three channels a second at most, as IVS allows;
after an interruption the same command does what is left. A live channel takes
no change until its stream has ended. A change holds from the next stream on.`;

function declareChannel(setup: Command, act: Act): void {
  const channel = setup
    .command('channel')
    .description('By which recording configuration channels are recorded.')
    .addHelpText('after', defaultNote('attach'));
  withChoice(channel.command('attach', { isDefault: true }))
    .description('Record channels by a recording configuration.')
    .option('--recording-config <config>', 'its ARN or name; the deployment’s unless given')
    .addHelpText('after', channelNotes)
    .action(
      act<ChannelOptions>(async (context, { args, options }) => {
        const choice = readChoice(args, options);
        const ports = makeIvsPorts(context);
        const wanted = options.recordingConfig ?? outputOf(await context.deployment(), 'RecordingConfigurationArn');
        const found = findConfiguration(await ports.listConfigurations(), wanted, context.programName);
        return setChannels(choice, await waitUntilActive(found, ports, context), ports, context);
      }),
    );
  withChoice(channel.command('detach'))
    .description('Record channels no more. What was recorded stays.')
    .addHelpText('after', channelNotes)
    .action(
      act<ChannelOptions>(async (context, { args, options }) =>
        setChannels(readChoice(args, options), undefined, makeIvsPorts(context), context),
      ),
    );
}

const withChoice = (command: Command): Command =>
  command
    .argument('[channel...]', 'ARNs or names')
    .option('--all', 'every channel of the Region')
    .option('--tag <key=value>', 'channels with this tag; may be repeated, then all have to be there', parseTag);
