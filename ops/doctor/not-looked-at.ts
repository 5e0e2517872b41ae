/** What `doctor` does not look at, and why: a list without a fault is not to be taken for more than it says. */
export const notLookedAt: readonly string[] = [
  'what the roles of steps and state machines may do, and what denies it from above: doctor --live tries it',
  'whether MediaConvert takes a job: doctor --live tries it',
  'the schedules and the key themselves: they are judged by the reconciler’s runs, by thumbnails looked for, and by the catalog',
  'whether dead letters can be put into their queues: the alarms …Lost tell when one could not',
  'the alarms’ states: CloudWatch tells them',
  'the API and the page: ask them for an answer',
  'the domain’s DNS record and certificate',
];
