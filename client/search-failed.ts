/** A search that ended without a result: the message is for people, what it came from is in `cause`. */
export class SearchFailed extends Error {
  override readonly name = 'SearchFailed';
}
