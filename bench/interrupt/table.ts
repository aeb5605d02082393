import type { Strategy } from '../../contracts/search/strategy.js';
import { VICTIMS } from './cluster.js';
import type { Latencies } from './latency.js';
import { median } from '../median.js';
import type { Interruption } from './measure.js';
import type { PeerRow } from './peers.js';

/** What interruptions cost, as a Markdown table: a row for each strategy and each peer. */
export function interruptTable(interruptions: readonly Interruption[], peers: readonly PeerRow[]): string {
  const strategies = [...new Set(interruptions.map(({ strategy }) => strategy))];
  return markdown(
    [
      '',
      'kills',
      'finished trials trained again',
      'unfinished: continued',
      'started again',
      'lost for ever',
      'time lost',
      'equal results',
    ],
    [...strategies.map((strategy) => strategyRow(strategy, interruptions)), ...peers.map(peerRow)],
  );
}

/** The same by what was killed. */
export function victimTable(interruptions: readonly Interruption[]): string {
  return markdown(
    [
      'killed',
      'kills',
      'finished trials trained again',
      'continued',
      'started again',
      'time lost, median and most',
      'equal results',
    ],
    VICTIMS.map((victim) => {
      const own = interruptions.filter((one) => one.victim === victim);
      const { again, continued, restarted } = totals(own);
      const lost = own.map(({ lostSeconds }) => lostSeconds);
      const most = `${seconds(median(lost))}, ${seconds(Math.max(...lost))}`;
      return [victim, own.length, again, continued, restarted, most, equalOf(own)];
    }),
  );
}

/** How soon others stand in for a killed worker. */
export function latencyTable({ trial, query }: Latencies): string {
  const row = (what: string, values: readonly number[]): Cell[] => [
    what,
    values.length,
    seconds(median(values)),
    seconds(Math.max(...values)),
  ];
  return markdown(
    ['after the kill of a worker', 'kills', 'median', 'most'],
    [row('its trial is under way again', trial), row('a query is answered', query)],
  );
}

function strategyRow(strategy: Strategy, all: readonly Interruption[]): Cell[] {
  const own = all.filter((one) => one.strategy === strategy);
  const { again, continued, restarted } = totals(own);
  const lost = seconds(median(own.map(({ lostSeconds }) => lostSeconds)));
  return [`coaxial, ${strategy}`, own.length, again, continued, restarted, 0, lost, equalOf(own)];
}

function peerRow({
  peer,
  runs,
  notResumed,
  finishedTrainedAgain,
  unfinishedLost,
  timeLostSeconds,
  equalResults,
}: PeerRow): Cell[] {
  const resumed = runs - notResumed;
  const again = Math.round(finishedTrainedAgain.mean * resumed);
  const { total, begunAnew } = unfinishedLost;
  const name = notResumed === 0 ? peer : `${peer} (${notResumed} could not be resumed)`;
  return [name, runs, again, 0, begunAnew, total - begunAnew, seconds(timeLostSeconds), `${equalResults} of ${runs}`];
}

function totals(interruptions: readonly Interruption[]): { again: number; continued: number; restarted: number } {
  const sum = (of: 'again' | 'continued' | 'restarted'): number =>
    interruptions.reduce((total, { training }) => total + training[of], 0);
  return { again: sum('again'), continued: sum('continued'), restarted: sum('restarted') };
}

function equalOf(interruptions: readonly Interruption[]): string {
  return `${interruptions.filter(({ equal }) => equal).length} of ${interruptions.length}`;
}

type Cell = string | number;

function markdown(head: readonly string[], rows: readonly Cell[][]): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
