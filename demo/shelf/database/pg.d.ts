/** The part of the package pg that the shelf uses. */
declare module 'pg' {
  interface Result<Row> {
    readonly rows: Row[];
  }

  interface Queries {
    query<Row>(text: string, values?: unknown[]): Promise<Result<Row>>;
  }

  interface PoolClient extends Queries {
    on(event: 'error', listener: (error: Error) => void): this;
    off(event: 'error', listener: (error: Error) => void): this;
    release(isBroken: boolean): void;
  }

  export class Pool implements Queries {
    constructor(options: { connectionString: string; max: number; connectionTimeoutMillis: number });
    query<Row>(text: string, values?: unknown[]): Promise<Result<Row>>;
    connect(): Promise<PoolClient>;
    on(event: 'error', listener: (error: Error) => void): this;
    end(): Promise<void>;
  }

  export class Client implements Queries {
    constructor(options: { connectionString: string; keepAlive: boolean });
    query<Row>(text: string, values?: unknown[]): Promise<Result<Row>>;
    connect(): Promise<void>;
    on(event: 'error' | 'notification' | 'end', listener: () => void): this;
    end(): Promise<void>;
  }
}
