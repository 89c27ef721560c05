import { MinimalReporter, type Vitest } from 'vitest/node';

type SummaryArguments = Parameters<MinimalReporter['reportTestSummary']>;

/**
 * A line for a package that passes, every failure in full for one that does not. vitest's default redraws a window while it
 * waits; through turbo, whose tasks believe they own the terminal, that made 15,633 lines of one `pnpm test`.
 */
// biome-ignore lint/style/noDefaultExport: vitest takes a reporter from the default export
export default class PlainReporter extends MinimalReporter {
  override onInit(vitest: Vitest): void {
    vitest.logger.printBanner = () => {};
    super.onInit(vitest);
  }

  /** Comes after the failures, which vitest prints itself. */
  override reportTestSummary(...[_files, errors]: SummaryArguments): void {
    const modules = this.ctx.state.getTestModules();
    const states = modules.flatMap((module) => Array.from(module.children.allTests(), (test) => test.result().state));
    const count = (state: string) => states.filter((one) => one === state).length;
    const parts = [
      `${count('passed')} tests passed`,
      count('failed') > 0 ? `${count('failed')} failed` : '',
      count('skipped') > 0 ? `${count('skipped')} skipped` : '',
      errors.length > 0 ? `${errors.length} errors outside of tests` : '',
    ];
    const seconds = (this.end - this.start) / 1000;
    this.log(`${parts.filter(Boolean).join(', ')} in ${seconds.toFixed(1)} s`);
  }
}
