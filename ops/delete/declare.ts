/** `delete`, declared. */
import type { Command } from 'commander';
import type { Act } from '../frame/act.ts';
import { makeDeletePorts } from './aws-ports.ts';
import { deleteRecordings } from './delete-recordings.ts';

const notes = `
Shows its plan and asks first. Nothing is deleted while an execution works on
the recording, alone or joined to others, or IVS still writes it; what was
joined into an export of an earlier recording stays there. What cannot be
deleted is told, and stays in the catalog; then, as after an interruption, the
same command does the rest.

It is the administrator's: the policy for operators does not allow it. It needs
s3:ListBucket, s3:ListBucketVersions, s3:GetBucketVersioning, s3:DeleteObject
and s3:DeleteObjectVersion on both buckets, dynamodb:Query and
dynamodb:DeleteItem on the catalog, states:ListExecutions and
states:DescribeExecution, and cloudfront:CreateInvalidation.`;

/** Adds `delete`. */
export function declareDelete(program: Command, act: Act): void {
  program
    .command('delete')
    .description('Delete recordings for good: segments, exports, repaired playlists, catalog, CloudFront’s copies.')
    .argument('<recording...>', 'ids, prefixes or URLs')
    .addHelpText('after', notes)
    .action(act(async (context, { args }) => deleteRecordings(args, makeDeletePorts(context), context)));
}
