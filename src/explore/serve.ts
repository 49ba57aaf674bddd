/** `skein explore`, for programs: a run, and the server of its page. */
import { Explorer, type ExplorerOptions } from "./explorer.js";
import { PAGE_FOLDER, PageFiles } from "./http/page_files.js";
import { ExplorerServer } from "./http/server.js";
import { routesOf } from "./routes.js";

export interface ServeOptions extends ExplorerOptions {
  /** Default 0: any that is free. */
  readonly port?: number;
  /** The folder of the page's bundle. Default that of the build. */
  readonly page?: string;
}

export interface Served {
  /** What to open in a browser; it lets in whoever has it. */
  readonly address: string;
  readonly explorer: Explorer;
  /** Ends all connections, and gives the folder back. */
  close(): Promise<void>;
}

/** Opens a run and answers requests for it, until it is closed. @throws as `Explorer.open`, and {SkeinError} where the port is taken. */
export async function serveRun(folder: string, options: ServeOptions = {}): Promise<Served> {
  const { port = 0 } = options;
  const page = new PageFiles(options.page ?? PAGE_FOLDER);
  const explorer = await Explorer.open(folder, options);
  try {
    const server = await ExplorerServer.listen({
      ...{ port, page, routes: routesOf(explorer) },
      onListener: (listener) => explorer.listen(listener),
    });
    const close = async () => {
      await server.close();
      await explorer.close();
    };
    return { address: server.address, explorer, close };
  } catch (error) {
    await explorer.close();
    throw error;
  }
}
