// Completion through tsserver: CPU time of the first completion after an edit, for which the user waits.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// What is typed, with the cursor in it.
const TRIGGERS = { ours: ["api.get('", "')"], trpc: ['api.items0.', ''], hono: ['api.items0.', ''] };

/** Seconds of CPU of tsserver for a completion after an edit at the end of the client of a project. */
export async function completeAfterEdit(folder, home, name) {
  const file = join(home, 'client/client.ts');
  const server = spawn(
    process.execPath,
    [join(folder, 'node_modules/typescript/lib/tsserver.js'), '--disableAutomaticTypingAcquisition'],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const waiting = new Map();
  let text = '';
  server.stdout.on('data', (chunk) => {
    text += chunk;
    for (const line of text.split('\n')) {
      if (!line.startsWith('{')) continue;
      let message;
      try {
        message = JSON.parse(line);
      } catch {
        continue; // The rest of it is still to come.
      }
      waiting.get(message.request_seq)?.(message);
      waiting.delete(message.request_seq);
    }
    text = text.slice(text.lastIndexOf('\n') + 1);
  });
  let seq = 0;
  const send = (command, args) =>
    server.stdin.write(`${JSON.stringify({ seq: ++seq, type: 'request', command, arguments: args })}\n`);
  const ask = (command, args) =>
    new Promise((done) => {
      waiting.set(seq + 1, done);
      send(command, args);
    });
  try {
    send('open', { file });
    const lines = readFileSync(file, 'utf8').split('\n');
    const end = { line: lines.length, offset: (lines.at(-1)?.length ?? 0) + 1 };
    const [before, after] = TRIGGERS[name];
    const complete = async () => {
      const inserted = { endLine: end.line, endOffset: end.offset, insertString: `\n${before}${after}` };
      send('change', { file, ...end, ...inserted });
      const start = cpuOf(server.pid);
      const at = { line: end.line + 1, offset: before.length + 1 };
      const { body, message } = await ask('completionInfo', { file, ...at });
      if ((body?.entries.length ?? 0) === 0) throw new Error(`${home}: nothing is completed: ${message}`);
      return cpuOf(server.pid) - start;
    };
    await ask('semanticDiagnosticsSync', { file });
    return await complete();
  } finally {
    server.kill();
  }
}

/** Seconds of CPU that a process has used (Linux). */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
