export function clientTexts(): Promise<string[]>;
export function shipTranslations(folders: {
  readonly client: string;
  readonly server: string;
}): Promise<void>;
