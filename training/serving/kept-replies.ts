import { z } from 'zod';
import { fitReplySchema, type FitReply } from '../../contracts/module/fit-predict.js';
import type { ArtifactStore } from '../../storage/artifacts.js';

/** Heartbeat details of `fitPredict`: the completed fits, by their index in the request. */
const detailsSchema = z.object({ done: z.array(z.tuple([z.int().min(0), fitReplySchema])) });
export type FitPredictDetails = z.infer<typeof detailsSchema>;

/** The replies of one call, so that an attempt continues where the last one was lost. */
export class KeptReplies {
  private readonly replies = new Map<number, FitReply>();

  constructor(private readonly artifacts: ArtifactStore) {}

  /** Reuses the completed fits of an earlier attempt, as far as the store still has them. */
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
