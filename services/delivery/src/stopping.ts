/** What was under way when this process was told to stop, and was given up: it counts as never begun. */
export class Stopping extends Error {
  constructor() {
    super('given up: this process stops');
  }
}
