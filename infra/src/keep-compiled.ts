/** A setting of V8 that every process of the house runs with. */
import { setFlagsFromString } from 'node:v8';

/**
 * V8 leaves out the calls of constructors that nobody wrote. For the node classes of libxml2-wasm that costs more than
 * it saves: code that makes nodes is compiled, thrown away for a "dependency change" and compiled again for ever
 * (`--trace-opt` shows it; Node 24). With those calls, examining a message takes two thirds of the processor time.
 * For all threads of the process; to be called before the first node is made.
 */
export const keepCompiledCode = (): void => setFlagsFromString('--no-omit-default-ctors');
