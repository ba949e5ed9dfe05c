import type { Request } from 'express';
import { HTML, JSON } from 'express-returns';
import { HttpError } from './http-error';
import type { User, Users } from './users';

export class UserController {
  constructor(private readonly users: Users) {}

  show = async (req: Request): Promise<JSON<{ data: User }>> => {
    const user = await this.users.find(Number(req.params['id']));
    if (user === undefined) throw new HttpError(404, 'User not found');
    return new JSON({ data: user });
  };

  create = async (req: Request): Promise<JSON<{ data: User }, 201>> => {
    const user = await this.users.add((req.body as { name: string }).name);
    return new JSON({ data: user }, { status: 201, headers: { Location: `/users/${user.id}` } });
  };

  greet(): HTML {
    return new HTML('<h1>Hello</h1>');
  }
}
