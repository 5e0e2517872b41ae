/** What executions say that they announced, as far as the report goes by it. */
import * as z from 'zod/mini';
import { parseJson } from '../../../lambdas/shared/contract/json-text.ts';

const announcedSchema = z.object({
  announcement: z.object({
    message: z.object({
      type: z.string(),
      playback: z.optional(z.object({ access: z.optional(z.string()), url: z.optional(z.string()) })),
      export: z.optional(
        z.object({
          name: z.string(),
          engine: z.optional(z.string()),
          engineReason: z.optional(z.string()),
          durationMs: z.optional(z.number()),
          sizeBytes: z.optional(z.number()),
          video: z.optional(z.string()),
        }),
      ),
    }),
  }),
});

/** A message, as far as it is read here. */
export type Announced = z.infer<typeof announcedSchema>['announcement']['message'];

/** Reads an execution's output; `undefined` where it announced nothing. */
export const announcedIn = (output: string | undefined): Announced | undefined =>
  announcedSchema.safeParse(parseJson(output)).data?.announcement.message;
