import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { parseAslDefinition } from '../../infra/constructs/asl-definition.ts';
import {
  AslDefinitionMismatchError,
  AslStateMachine,
  type AslStateMachineProps,
} from '../../infra/constructs/asl-state-machine.ts';
import { renderer } from './rendered-text.ts';
import { resourceOf, resourcesOf, retained, synthesize } from './synthesized-app.ts';

const definitionsFolder = path.resolve(import.meta.dirname, '../../statemachines');
const app = synthesize();
const machineOf = (id: string) => resourceOf(app.pipeline, 'AWS::StepFunctions::StateMachine', id);

const machines = [
  ['ProcessRecording', 'process-recording.asl.json'],
  ['ExportRecording', 'export-recording.asl.json'],
  ['BackfillRecordings', 'backfill-recordings.asl.json'],
] satisfies [string, string][];

test.each(machines)('%s has the text of %s, to the letter', (id, fileName) => {
  const text = readFileSync(path.join(definitionsFolder, fileName), 'utf8');

  expect(machineOf(id).Properties.DefinitionString).toBe(text);
});

test.each(machines)('%s gets a value for each placeholder of %s', (id, fileName) => {
  const { placeholders } = parseAslDefinition(readFileSync(path.join(definitionsFolder, fileName), 'utf8'));

  expect(Object.keys(machineOf(id).Properties.DefinitionSubstitutions).sort()).toEqual(placeholders);
});

test.each(machines)('%s is never replaced: no name, no change of type, an id that stays, retained', (id) => {
  const [[logicalId, machine] = ['', machineOf(id)], ...more] = resourcesOf(
    app.pipeline,
    'AWS::StepFunctions::StateMachine',
  ).filter(([candidate]) => candidate.startsWith(id));

  expect(more).toEqual([]);
  expect(logicalId).toBe(id);
  expect(machine).toMatchObject(retained);
  expect(machine.Properties.StateMachineName).toBeUndefined();
  expect(machine.Properties.StateMachineType).toBe('STANDARD');
});

test.each([...machines.map(([id]) => id), 'MediaConvert'])(
  'the role %sRole and what it may do are kept with the machines, or no execution could be redriven',
  (id) => {
    const parts = [
      resourceOf(app.pipeline, 'AWS::IAM::Role', `${id}Role`),
      resourceOf(app.pipeline, 'AWS::IAM::Policy', `${id}Role`),
    ];

    for (const part of parts) expect(part).toMatchObject(retained);
  },
);

test('a definition names published versions, so that a redrive runs the code that it began with', () => {
  const render = renderer(app);

  const { DefinitionSubstitutions: substitutions } = machineOf('ExportRecording').Properties;

  expect(Object.fromEntries(Object.entries(substitutions).map(([name, value]) => [name, render(value)]))).toEqual({
    PlanExportFunctionArn: expect.stringMatching(/^<PlanExportFunctionCurrentVersion/),
    RemuxExportFunctionArn: expect.stringMatching(/^<RemuxExportFunctionCurrentVersion/),
    VerifyExportFunctionArn: expect.stringMatching(/^<VerifyExportFunctionCurrentVersion/),
    CatalogTableName: '<storage Catalog>',
    NotificationTopicArn: '<NotificationsTopic>',
    MediaConvertRoleArn: '<MediaConvertRole.Arn>',
    MediaConvertQueueArn: 'arn:aws:mediaconvert:<AWS::Region>:<AWS::AccountId>:queues/Default',
  });
});

test('every event of an execution is logged, without its data', () => {
  for (const [id] of machines) {
    const { Level, IncludeExecutionData } = machineOf(id).Properties.LoggingConfiguration;

    expect(Level).toBe('ALL');
    expect(IncludeExecutionData ?? false).toBe(false);
  }
});

function create(changes: Partial<AslStateMachineProps>): AslStateMachine {
  return new AslStateMachine(new Stack(new App(), 'Test'), 'Machine', {
    definitionFile: 'process-recording.asl.json',
    substitutions: {
      ValidateRecordingFunctionArn: 'a',
      CatalogTableName: 'b',
      NotificationTopicArn: 'c',
      ExportRecordingArn: 'd',
    },
    permissions: {
      '${ValidateRecordingFunctionArn}': [],
      'arn:aws:states:::dynamodb:updateItem': [],
      'arn:aws:states:::sns:publish': [],
      'arn:aws:states:::states:startExecution': [],
    },
    logRetentionDays: 7,
    ...changes,
  });
}

test('values and permissions that match the definition are accepted', () => {
  expect(() => create({})).not.toThrow();
});

test('one error names everything that is missing and everything that is surplus', () => {
  const changes = {
    substitutions: { ValidateRecordingFunctionArn: 'a', CatalogTableName: 'b', TopicArn: 'c' },
    permissions: {
      '${ValidateRecordingFunctionArn}': [],
      'arn:aws:states:::dynamodb:updateItem': [],
      'arn:aws:states:::dynamodb:putItem': [],
      'arn:aws:states:::sns:publish': [],
    },
  };

  expect(() => create(changes)).toThrow(AslDefinitionMismatchError);
  expect(() => create(changes)).toThrow(
    'statemachines/process-recording.asl.json does not match: ' +
      'placeholder ExportRecordingArn is missing; placeholder NotificationTopicArn is missing; ' +
      'placeholder TopicArn is surplus; ' +
      'permission for arn:aws:states:::states:startExecution is missing; ' +
      'permission for arn:aws:states:::dynamodb:putItem is surplus',
  );
});

test('the resources inside a Map and a Parallel count too', () => {
  const placeholder = `\${RightFunctionArn}`;
  const task = (Resource: string) => ({ StartAt: 'Do', States: { Do: { Type: 'Task', Resource, End: true } } });
  const definition = {
    StartAt: 'Each',
    States: {
      Each: { Type: 'Map', ItemProcessor: task('arn:inside-a-map'), Next: 'Both' },
      Both: { Type: 'Parallel', Branches: [task('arn:left'), task(placeholder)], End: true },
    },
  };

  const { resources, placeholders } = parseAslDefinition(JSON.stringify(definition));

  expect(resources).toEqual([placeholder, 'arn:inside-a-map', 'arn:left']);
  expect(placeholders).toEqual(['RightFunctionArn']);
});
