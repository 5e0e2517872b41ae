/** What the emulator cannot do. All of it is printed, so that nobody takes a green run for more than it is. */

/** Types of resources that MiniStack's CloudFormation refuses; they are taken out of the templates before the deployment. */
export const leftOutResourceTypes: readonly string[] = ['AWS::IVS::RecordingConfiguration', 'AWS::IVS::Channel'];

/** What is deployed, and does nothing there or is not tried. */
export const notTried: readonly string[] = [
  'mediaconvert:createJob.sync: the deployment is configured with engine "remux", which needs no MediaConvert',
  'IVS: MiniStack has none; functions ask the server of the local system for the channel, which checks no signature',
  'RedriveExecution: MiniStack has no such action, so nothing is redriven',
  'IAM of the state machines, the schedule and the deployment: enforced is what functions call, by their own roles',
  'KMS: the topic has its key, and nothing is encrypted',
  'CloudFront: the distribution with its origin access control is deployed, and nobody plays from it',
  'the log group of IVS events: MiniStack delivers no events to log groups',
  'the schedules of the reconciler and of thumbnails: their hours do not come',
  'alarms: MiniStack refuses those on expressions, so none is deployed; dashboard and metric filter are, and nobody looks at them',
  'Lambda: functions run by the Node.js of this machine, not on arm64, and without their memory limits',
];
