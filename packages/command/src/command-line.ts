import { Command, CommanderError } from 'commander';
import { asTyped } from './as-typed.ts';
import { type Flags, type FlagValues, optionOf } from './flags.ts';
import { type Places, placesOf, REPOSITORY } from './places.ts';
import { createProgress, type Progress, type Screen } from './progress.ts';
import { runAsProcess } from './run-as-process.ts';
import { tellFailure } from './tell-failure.ts';

/** What a person can type, declared: `pnpm churn:train` is the verb `train` of the command `churn`. */
export interface CommandLine {
  readonly name: string;
  /** Under which its runs and worlds are kept; its name, unless it says otherwise. */
  readonly folder?: string;
  /** What it answers, in one line of help. */
  readonly question: string;
  readonly verbs: Readonly<Record<string, Verb>>;
}

export interface Verb<Declared extends Flags = Flags> {
  readonly about: string;
  readonly flags: Declared;
  /** What has to be typed beside the flags, as help calls it: `SQL`, and what it is. */
  readonly argument?: { readonly takes: string; readonly about: string };
  /** Loads what it needs when it is called, so that help costs nothing; the exit code is 0 or, for a run that was refused, 1. */
  run(values: FlagValues<Declared>, session: Session, argument: string): Promise<number>;
}

/** Ties the values that `run` gets to the flags that are declared. */
export function verb<const Declared extends Flags>(declaration: Verb<Declared>): Verb<Declared> {
  return declaration;
}

/** What a verb is given besides its flags. */
export interface Session {
  readonly places: Places;
  readonly progress: Progress;
  /** Results, to stdout; everything else is told on stderr. */
  print(text: string): void;
  /** Milliseconds since 1970. */
  clock(): number;
}

/** The world around a command; tests bring their own. */
export interface Host {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly home: string;
  /** Milliseconds since 1970: the only clock a command has. */
  readonly clock: () => number;
}

export interface OpenedCommandLine {
  readonly name: string;
  /** Runs a verb and answers with the exit code: 0 done, 1 failed, 2 wrong usage. Touches no signal and no exit code. */
  readonly main: (argv: readonly string[], host?: Partial<Host>) => Promise<number>;
}

/** Runs the command when the module at `url` is what Node was started with; imported, it waits to be called by its `main`. */
export async function commandLine(url: string, declaration: CommandLine): Promise<OpenedCommandLine> {
  const { name, folder = name, verbs } = declaration;
  const main = async (argv: readonly string[], given: Partial<Host> = {}): Promise<number> => {
    const host = { ...processHost(), ...given };
    const typed = read(declaration, argv, host);
    if ('exitCode' in typed) return typed.exitCode;
    const session: Session = {
      places: placesOf(host.home, folder),
      progress: createProgress(host.stderr),
      print: (text) => host.stdout.write(text),
      clock: host.clock,
    };
    try {
      return await verbs[typed.verb].run(typed.values, session, typed.argument);
    } catch (failure) {
      host.stderr.write(`\n${name}: ${tellFailure(failure)}\n`);
      return 1;
    }
  };
  await runAsProcess(url, { name, main });
  return { name, main };
}

function processHost(): Host {
  const { stdout, stderr, env } = process;
  return { stdout, stderr, home: env.APPLIED_MODELING_HOME ?? REPOSITORY, clock: Date.now };
}

type Typed =
  | { readonly verb: string; readonly values: FlagValues<Flags>; readonly argument: string }
  | { readonly exitCode: number };

/** What was typed, or the exit code after help or wrong usage has been told. A lone `--`, which pnpm hands on, says nothing. */
function read(declaration: CommandLine, argv: readonly string[], host: Host): Typed {
  let typed: Typed = { exitCode: 2 };
  const parser = parserOf(declaration, host, (verb, values, argument) => {
    typed = { verb, values, argument };
  });
  try {
    parser.parse(inOrder(argv), { from: 'user' });
    return typed;
  } catch (failure) {
    if (!(failure instanceof CommanderError)) throw failure;
    if (failure.code === 'commander.helpDisplayed') return { exitCode: 0 };
    return { exitCode: 2 };
  }
}

/** A text that begins like a flag, such as a comment of SQL, is told from one by its spaces and goes where nothing is a flag. */
function inOrder(argv: readonly string[]): readonly string[] {
  const words = argv.filter((word) => word !== '--');
  const isText = (word: string) => /^-.*\s/s.test(word);
  return words.some(isText) ? [...words.filter((word) => !isText(word)), '--', ...words.filter(isText)] : words;
}

function parserOf(
  { name, question, verbs }: CommandLine,
  { stdout, stderr }: Host,
  choose: (verb: string, values: FlagValues<Flags>, argument: string) => void,
): Command {
  const typedAs = (command: Command) => asTyped(`${name}:${command.parent ? command.name() : 'VERB'}`);
  const parser = new Command(name)
    .description(question)
    .helpCommand(false)
    .helpOption('--help', 'print this')
    .exitOverride()
    .configureHelp({
      commandUsage: (command) => {
        const typed = command.registeredArguments.map((argument) => ` <${argument.name()}>`);
        return `${typedAs(command)}${typed.join('')} [flags]`;
      },
      subcommandTerm: (command) => `${name}:${command.name()}`,
    })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns || 80,
      getErrHelpWidth: () => stderr.columns || 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(text.replace(/^error:/, `${name}:`)),
    });
  for (const [word, { about, flags, argument }] of Object.entries(verbs)) {
    const command = parser.command(word).summary(about).description(`${question} ${about}`);
    command.helpOption('--help', 'print this').addHelpText('after', PLACES);
    command.showHelpAfterError(`(${typedAs(command)} --help prints what can be typed)`);
    for (const [key, flag] of Object.entries(flags)) command.addOption(optionOf(key, flag));
    if (argument !== undefined) command.argument(`<${argument.takes}>`, argument.about);
    command.action((...typed: readonly unknown[]) => {
      const [text, values] = argument === undefined ? ['', typed[0]] : typed;
      choose(word, values as FlagValues<Flags>, text as string);
    });
  }
  return parser;
}

const PLACES = '\nWorlds, runs, mlruns and scores: in the repository, or $APPLIED_MODELING_HOME.';
