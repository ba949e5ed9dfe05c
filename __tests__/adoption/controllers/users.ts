export interface User {
  readonly id: number;
  readonly name: string;
}

/** The users of the app, in memory. */
export class Users {
  readonly #users: User[] = [{ id: 1, name: 'Ada' }];

  async find(id: number): Promise<User | undefined> {
    return Promise.resolve(this.#users.find((user) => user.id === id));
  }

  async add(name: string): Promise<User> {
    const user = { id: this.#users.length + 1, name };
    this.#users.push(user);
    return Promise.resolve(user);
  }
}
