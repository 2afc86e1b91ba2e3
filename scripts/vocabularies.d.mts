export function listVocabularies(): Promise<void>;
export function shipVocabularies(out: string): Promise<void>;
export function vocabularyFiles(): Map<string, string>;
export function readingVocabularies(from?: string): Promise<string>;
