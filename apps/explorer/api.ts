/** Requests to the server that sent this page. Addresses are relative to the page's own. */
import {
  type ApiError,
  type Columns,
  decodeColumns,
  type ExplorerState,
} from "../../src/explore/protocol.js";

/** What a server refused, in its words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function answered(address: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(address, init).catch(() => {
    throw new Error("The server cannot be reached: start skein explore again if it has ended.");
  });
  if (response.ok) return response;
  const { error } = (await response.json().catch(() => ({}))) as Partial<ApiError>;
  throw new Refused(response.status, error ?? `the server answered ${response.status}`);
}

export async function get<T>(address: string): Promise<T> {
  return (await (await answered(address)).json()) as T;
}

export async function post<T>(address: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json" };
  return (await (
    await answered(address, { method: "POST", headers, body: JSON.stringify(body) })
  ).json()) as T;
}

export async function getColumns(): Promise<Columns> {
  return decodeColumns(await (await answered("columns")).arrayBuffer());
}

/** x and y of each image from 0 to 1. */
export async function getMap(): Promise<Float32Array> {
  return new Float32Array(await (await answered("map")).arrayBuffer());
}

export const thumbnail = (image: number, side: 64 | 128 | 256): string => `thumbnails/${image}?side=${side}`;
export const picture = (image: number): string => `images/${image}`;

/** Calls `onState` with each state that the server sends, and `onLost` while it cannot be reached. */
export function listen(onState: (state: ExplorerState) => void, onLost: (lost: boolean) => void): void {
  const events = new EventSource("events");
  events.onopen = () => onLost(false);
  events.onerror = () => onLost(true);
  events.onmessage = ({ data }) => onState(JSON.parse(data as string) as ExplorerState);
}
