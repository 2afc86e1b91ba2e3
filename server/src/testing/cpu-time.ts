/**
 * The time that processors spent on a function, in milliseconds: unlike the time on a clock, it is about the same on a busy
 * machine. Tests use it to tell what grows with the square of a text from what grows with its length.
 */
export function cpuTime(act: () => unknown): number {
  const start = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
