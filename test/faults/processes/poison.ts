/** Stands in a message of which the examining thread dies. */
export const POISON = 'GIFT-4711';
