/** Child processes of the bench: started here, ended here, by their own ids alone. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const children = new Set();

/** A port of this machine that nobody listens on now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a program in a process group of its own and waits, at most a minute, for the line of its output that `ready` finds.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, ready: RegExp, from?: 'stdout' | 'stderr' }} options
 */
export async function start(command, args, { env = {}, ready, from = 'stdout' }) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  children.add(child);
  child.once('exit', () => children.delete(child));
  let said = '';
  const match = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${command} said nothing in time: ${said}`)), 60_000);
    const listen = (stream, decides) =>
      stream.setEncoding('utf8').on('data', (text) => {
        said = (said + text).slice(-4000);
        const found = decides && ready.exec(said);
        if (found) resolve((clearTimeout(timer), found));
      });
    listen(child.stdout, from === 'stdout');
    listen(child.stderr, from === 'stderr');
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}: ${said}`)));
  });
  return { pid: child.pid, match, stop: () => stop(child), said: () => said };
}

/** Ends a process group that `start` began; insists after ten seconds. */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  signal('SIGTERM');
  const timer = setTimeout(() => signal('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

/** Ends whatever still runs. */
export const stopAll = () => Promise.all([...children].map(stop));

/** The resident memory of a process in MB: now, and at its highest. */
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)[1]) / 1024;
  return { now: megabytes('VmRSS'), highest: megabytes('VmHWM') };
}

/** The processor time that a process has used, in milliseconds (Linux counts hundredths of a second). */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The processes below `pid`, each with its command line. */
export function descendants(pid) {
  const own = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
  return own.flatMap((each) => [{ pid: each, command: readFileSync(`/proc/${each}/cmdline`, 'utf8').replaceAll('\0', ' ') }, ...descendants(each)]);
}
