/** What a problem is called, and what its reader is to do. */
export interface Text {
  readonly title: string;
  readonly remedy: string;
}
