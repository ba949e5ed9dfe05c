import * as z from 'zod';
import { KINDS } from '../catalogue/catalogue';

/** A medium as clients see it. */
export const Media = z
  .object({
    id: z.int(),
    title: z.string(),
    kind: z.enum(KINDS),
    type: z.string(),
    bytes: z.int(),
    name: z.string(),
    owner: z.string(),
    added: z.iso.datetime(),
  })
  .meta({ id: 'Media' });

export const MediaPage = z
  .object({ items: z.array(Media), total: z.int(), page: z.int(), pages: z.int() })
  .meta({ id: 'MediaPage' });

export const Person = z.object({ name: z.string() }).meta({ id: 'Person' });

export const SignIn = z.object({ name: z.string().min(1), password: z.string().min(1) }).meta({ id: 'SignIn' });

/** The texts of an upload, beside its file. */
export const NewMedia = z.object({ title: z.string().trim().max(100).default('') });

export const Search = z.object({
  search: z.string().trim().max(100).default(''),
  kind: z.enum(KINDS).optional(),
  page: z.int().min(1).max(1_000_000).default(1),
});
