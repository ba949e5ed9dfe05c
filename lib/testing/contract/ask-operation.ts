import { Conversation, type Asking, type OperationResult } from './conversation';
import { invalidSamples, type InvalidSample } from './invalid';
import type { Operation } from './operations';
import { Random } from './random';
import { makeSample, Unmade, type RequestExample, type Sample, type Sampling } from './sample';

/** Asks one operation: by valid requests, by invalid ones, and without credentials. */
export async function askOperation(
  operation: Operation,
  asking: Asking & Pick<Sampling, 'document'>,
): Promise<OperationResult> {
  const conversation = new Conversation(operation, asking);
  const sampling = { ...asking, random: new Random(asking.options.seed ?? 1) };
  const valid = await askValid(conversation, operation, sampling);
  if (valid === undefined) return conversation;
  if (asking.options.invalid !== false) await askInvalid(conversation, invalidSamples(operation, valid, sampling));
  if (operation.isSecured) await askWithout(conversation, valid);
  return conversation;
}

/** Returns the last request that was sent. */
async function askValid(
  conversation: Conversation,
  operation: Operation,
  sampling: Sampling & Asking,
): Promise<Sample | undefined> {
  const { requests = 20, examples = {} } = sampling.options;
  const own = [examples[operation.name] ?? []].flat();
  let valid: Sample | undefined;
  let unmade: Unmade | undefined;
  for (let index = 0; index < requests; index++) {
    const sample = makeSample(operation, exampleAt(own, index), sampling);
    if (sample instanceof Unmade) {
      unmade = sample;
      continue;
    }
    valid = sample;
    await conversation.send(sample);
  }
  if (valid === undefined && unmade !== undefined) conversation.addFault(describeUnmade(unmade, operation));
  else if (conversation.faults.size === 0) checkSuccess(conversation, operation);
  return valid;
}

function exampleAt(examples: readonly RequestExample[], index: number): RequestExample {
  const isTaken = index < examples.length || index % 2 === 0;
  return (isTaken ? examples[index % examples.length] : undefined) ?? {};
}

function describeUnmade({ part }: Unmade, { name }: Operation): string {
  return `no valid value of its schema was found for ${part}; give one as examples: { '${name}': ... }`;
}

/** Without a request that is accepted, nothing was tested. */
function checkSuccess(conversation: Conversation, { responses, name }: Operation): void {
  const declared = Object.keys(responses).filter((status) => /^[23]/.test(status));
  const seen = [...conversation.statuses.keys()];
  if (declared.length === 0 || seen.length === 0 || seen.some((status) => status >= 200 && status < 400)) return;
  conversation.addFault(
    `no request was accepted (${seen.join(', ')}); give one that is as examples: { '${name}': ... }, or credentials as headers`,
  );
}

async function askInvalid(conversation: Conversation, samples: readonly InvalidSample[]): Promise<void> {
  for (const { sample, fault, raw, mayPass } of samples) {
    const status = await conversation.send(sample, ({ init }) => {
      if (raw === undefined) return;
      init.headers.set('Content-Type', raw.mediaType);
      init.body = raw.text;
    });
    if (status !== undefined && status < 400 && mayPass !== true)
      conversation.addFault(`replied ${status} to a request ${fault}, which the document refuses`);
  }
}

async function askWithout(conversation: Conversation, valid: Sample): Promise<void> {
  const status = await conversation.send(valid, undefined, {});
  if (status !== undefined && status < 300)
    conversation.addFault(`replied ${status} to a request without credentials, which the document requires`);
}
