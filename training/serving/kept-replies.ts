import { z } from 'zod';
import { fitReplySchema, type FitReply } from '../../contracts/module/fit-predict.js';
import type { ArtifactStore } from '../../storage/artifacts.js';

/** What heartbeats of `fitPredict` carry: the fits that are done, by their place in the request. */
const detailsSchema = z.object({ done: z.array(z.tuple([z.int().min(0), fitReplySchema])) });
export type FitPredictDetails = z.infer<typeof detailsSchema>;

/** The replies of one call, so that an attempt goes on where the last one was lost. */
export class KeptReplies {
  private readonly replies = new Map<number, FitReply>();

  constructor(private readonly artifacts: ArtifactStore) {}

  /** Takes up what an earlier attempt told, as far as the store still has it. */
  async takeUp(details: unknown): Promise<void> {
    const { done } = detailsSchema.safeParse(details).data ?? { done: [] };
    for (const [index, reply] of done) if (await this.isWhole(reply)) this.replies.set(index, reply);
  }

  get(index: number): FitReply | undefined {
    return this.replies.get(index);
  }

  keep(index: number, reply: FitReply): void {
    this.replies.set(index, reply);
  }

  details(): FitPredictDetails {
    return { done: [...this.replies] };
  }

  private async isWhole(reply: FitReply): Promise<boolean> {
    if (reply.status === 'failed') return true;
    const { predictions, importances, model } = reply;
    const refs = [predictions, importances, model].filter((ref) => ref !== null);
    return (await Promise.all(refs.map((ref) => this.artifacts.has(ref)))).every((there) => there);
  }
}
