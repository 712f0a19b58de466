/** An API of which the code is loaded with the first call. */

type Call = (...args: never[]) => Promise<unknown>;

/**
 * The first script would be larger with the name of every call.
 * @param own - the calls that need no loading.
 */
export function lateApi<Api extends object>(load: () => Promise<object>, own: Partial<Api> = {}): Api {
  return new Proxy(own as Api, {
    get: (calls, name) =>
      Reflect.get(calls, name) ?? (async (...args: never[]) => (await calledIn(load, name))(...args)),
  });
}

const calledIn = async (load: () => Promise<object>, name: PropertyKey) => Reflect.get(await load(), name) as Call;
