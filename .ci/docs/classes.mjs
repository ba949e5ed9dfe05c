/**
 * A class of this library is an interface and a value of one name, whose type is another interface with the
 * constructor. The reference shows the three as the one class that people use.
 */
export function joinClasses(project, { ReflectionFlag, ReflectionKind }) {
  for (const module of project.children ?? []) {
    for (const instance of [...(module.children ?? [])]) {
      const find = (name, kind) => module.children.find((other) => other.name === name && other.kind === kind);
      const value = find(instance.name, ReflectionKind.Variable);
      const statics =
        find(`${instance.name}Constructor`, ReflectionKind.Interface) ??
        find(`${instance.name}Class`, ReflectionKind.Interface);
      if (instance.kind !== ReflectionKind.Interface || value === undefined || statics === undefined) continue;
      instance.kind = ReflectionKind.Class;
      for (const member of statics.children ?? [])
        if (member.kind !== ReflectionKind.Constructor) member.setFlag(ReflectionFlag.Static, true);
      project.removeReflection(value);
      project.mergeReflections(statics, instance);
    }
  }
}
