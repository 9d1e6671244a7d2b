import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Background } from './background.js';
import { Clock } from './platform/clock/index.js';
import { Jobs } from './platform/jobs/index.js';

const HOUR = 3_600_000;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

it('runs what is hourly soon after a start, then each hour; what runs each second as often as it says', () => {
  const ran: string[] = [];
  const [jobs, registry] = [new Jobs(), new SchedulerRegistry()];
  jobs.add({ name: 'hourly', every: HOUR, run: async () => void ran.push('hourly') });
  jobs.add({ name: 'secondly', every: 1_000, run: async () => void ran.push('secondly') });
  new Background(jobs, registry, { now: () => new Date(0) } as Clock).onApplicationBootstrap();
  jest.advanceTimersByTime(3_000);
  expect(ran.filter((name) => name === 'hourly')).toHaveLength(1);
  expect(ran.filter((name) => name === 'secondly')).toHaveLength(3);
  jest.advanceTimersByTime(HOUR);
  expect(ran.filter((name) => name === 'hourly')).toHaveLength(2);
  for (const name of registry.getIntervals()) registry.deleteInterval(name);
  for (const name of registry.getTimeouts()) registry.deleteTimeout(name);
});
