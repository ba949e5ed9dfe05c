import type { NextFunction, Request, Response } from 'express';
import { HttpError } from './http-error';
import type { Users } from './users';

export class UserController {
  constructor(private readonly users: Users) {}

  show = async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    try {
      const user = await this.users.find(Number(req.params['id']));
      if (user === undefined) throw new HttpError(404, 'User not found');
      res.json({ data: user });
    } catch (error) {
      next(error);
    }
  };

  create = async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    try {
      const user = await this.users.add((req.body as { name: string }).name);
      res.status(201).location(`/users/${user.id}`).json({ data: user });
    } catch (error) {
      next(error);
    }
  };

  greet(_req: Request, res: Response): void {
    res.send('<h1>Hello</h1>');
  }
}
