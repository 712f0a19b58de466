/** Lists every suite in the order in which they run. */
import type { Suite } from '../suite.ts';
import { changesSuite } from './changes-suite.ts';
import { connectionsSuite } from './connections-suite.ts';
import { filesSuite } from './files-suite.ts';
import { historySuite } from './history-suite.ts';
import { listsSuite } from './lists-suite.ts';
import { lobbySuite } from './lobby-suite.ts';
import { loginsSuite } from './logins-suite.ts';
import { neighboursSuite } from './neighbours-suite.ts';
import { nodesSuite } from './nodes-suite.ts';
import { presenceSuite } from './presence-suite.ts';
import { ratesSuite } from './rates-suite.ts';
import { receiptsSuite } from './receipts-suite.ts';
import { saturationSuite } from './saturation-suite.ts';
import { searchSuite } from './search-suite.ts';

export const suites: readonly Suite[] = [
  saturationSuite,
  ratesSuite,
  receiptsSuite,
  nodesSuite,
  neighboursSuite,
  connectionsSuite,
  lobbySuite,
  loginsSuite,
  presenceSuite,
  historySuite,
  changesSuite,
  listsSuite,
  filesSuite,
  searchSuite,
];
