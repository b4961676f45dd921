/** `/v1/messages/{id}` as the router writes it: `/v1/messages/:id`. */
import type { PathTemplate } from '@dienstweg/schemas/http/paths.ts';

/** The router's form of a path template. */
export const routePath = (template: PathTemplate): string => template.replaceAll(/\{(\w+)\}/g, ':$1');
