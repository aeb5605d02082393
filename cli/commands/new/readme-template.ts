import type { Blueprint } from './blueprint.js';

/** The README of a new module. */
export function readme(of: Blueprint): string {
  const { kind, name, team, contact, queue, checkout, folder, built } = of;
  const about =
    kind === 'axis'
      ? 'Searches hyperparameters of the incumbent, at random: an example to begin with.'
      : 'Learns binary and multiclass problems by nearest centroids: an example to begin with.';
  const run = checkout ? '' : 'npx ';
  const test = checkout ? `npm test -- ${name}` : `node --test ${folder}/${name}.test.mjs`;
  const worker = checkout ? `dist/${folder}/worker.js` : `${folder}/worker.mjs`;
  const section = kind === 'axis' ? 'axes' : 'paradigms';
  const state =
    kind === 'axis'
      ? 'Raise the version of its state when a running search could not go on from the earlier one.'
      : 'Raise `version` in its definition when the same fit would give another model.';
  return `# ${kind === 'axis' ? 'Axis' : 'Paradigm'} ${name}

Owner: ${team}, ${contact}. Task queue: \`${queue}\`.

${about}

## Run

\`\`\`sh
${test}
${run}coaxial worker ${name}          # finds the server as every coaxial command does
${run}coaxial check ${kind} ${name}   # asks of that worker what the contract does
\`\`\`

\`coaxial up\` and \`coaxial search\` start its worker by themselves, from \`${built}\` (temporal.yaml, ${section}.${name}.module).
\`TEMPORAL_ADDRESS=HOST:PORT node ${worker}\` is a worker process of the team's own, to be deployed as the team
deploys; once it is, remove \`module\` from temporal.yaml, so that nobody else's command serves it.

## Roll out

Give it \`version: {}\` in temporal.yaml (from then on only its own workers serve it), and each build an id: \`COAXIAL_BUILD_ID=1.1 ...\`. Start the workers of the new build beside
the old ones, check it (\`${run}coaxial check ${kind} ${name} --build 1.1\`), then \`${run}coaxial rollout ${name} 1.1\`; the same command with the old
id rolls back. ${state}
`;
}
