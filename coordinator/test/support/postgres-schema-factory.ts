/** PrismaPg as the schema engine needs it: a shadow database of its own, and PostgreSQL's "char", which it refuses. */
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, type SqlDriverAdapter, type SqlQuery } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type { PostgresAddress } from '../../src/adapters/database/connect.ts';

interface RowDescription {
  fields: { name: string; dataTypeID: number }[];
}
const query = pg.Query.prototype as unknown as { handleRowDescription(message: RowDescription): void };
const original = query.handleRowDescription;
const CHAR = 18;
const TEXT = 25;
/** Columns that were "char" in some answer. */
const charColumns = new Set<string>();

/** Until the returned function is called, "char" columns pass adapter-pg as text and are named to the wrapper below. */
export function admitChar(): () => void {
  query.handleRowDescription = function (this: unknown, message) {
    for (const field of message.fields) {
      if (field.dataTypeID !== CHAR) continue;
      charColumns.add(field.name);
      field.dataTypeID = TEXT;
    }
    return original.call(this as never, message);
  };
  return () => {
    query.handleRowDescription = original;
  };
}

function withChar(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const ask = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (request: SqlQuery) => {
    const result = await ask(request);
    const columnTypes = result.columnTypes.map((type, i) =>
      charColumns.has(result.columnNames[i] ?? '') && type === ColumnTypeEnum.Text
        ? ColumnTypeEnum.Character
        : type,
    );
    return { ...result, columnTypes };
  };
  return adapter;
}

export function postgresSchemaFactory(address: PostgresAddress) {
  const options = { ...address, password: address.password ?? undefined };
  const run = async (sql: string) => {
    const admin = await new PrismaPg(options).connect();
    await admin.executeScript(sql);
    await admin.dispose();
  };
  const factory = new PrismaPg(options);
  const connect = factory.connect.bind(factory);
  return Object.assign(factory, {
    connect: async () => withChar(await connect()),
    connectToShadowDb: async () => {
      const database = `cyxwiz_shadow_${randomUUID().replaceAll('-', '')}`;
      await run(`CREATE DATABASE "${database}"`);
      const shadow = await new PrismaPg({ ...options, database }).connect();
      const dispose = shadow.dispose.bind(shadow);
      shadow.dispose = async () => {
        await dispose();
        await run(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      };
      return withChar(shadow);
    },
  });
}
