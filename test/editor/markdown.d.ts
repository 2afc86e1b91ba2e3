/** Documents that a test has as text. */
declare module "*.md" {
  const text: string;
  export default text;
}
