import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { safeError } from '../platform/log/index.js';
import { TitleChanges } from './changes.js';
import { RegisterQueue } from './queue.js';

/** What the register does without anyone asking. Without the scheduler (tests that step by hand) nothing of it runs by itself. */
@Injectable()
export class RegisterJobs {
  private readonly log = new Logger('register');

  constructor(
    private readonly queue: RegisterQueue,
    private readonly changes: TitleChanges,
  ) {}

  @Interval(500)
  ask(): Promise<void> {
    return this.guard('queue', () => this.queue.work());
  }

  @Interval(5_000)
  settle(): Promise<void> {
    return this.guard('moved titles', () => this.changes.work());
  }

  @Interval(30_000)
  read(): Promise<void> {
    return this.guard('changes', () => this.changes.read());
  }

  /** A job that fails is told of and tried again at its next turn. */
  private async guard(name: string, job: () => Promise<unknown>): Promise<void> {
    try {
      await job();
    } catch (error) {
      const { message, stack } = safeError(error);
      this.log.error(`${name}: ${message}`, stack);
    }
  }
}
