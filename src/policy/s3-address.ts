/** The address of an S3-compatible store, as FILES_S3_URL gives it. */
import ipaddr from 'ipaddr.js';

export interface S3Address {
  endpoint: string;
  bucket: string;
  /** Starts the key of every object: empty, or it ends with a slash. */
  prefix: string;
  region: string;
}

export interface S3Place extends S3Address {
  accessKeyId: string;
  secretAccessKey: string;
}

/** The names of many stores that know no regions. */
const usualRegion = 'us-east-1';

const bucketForm = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const prefixForm = /^(?:[\w-]+(?:\.[\w-]+)*\/)*$/;
const regionForm = /^[a-z0-9-]{1,32}$/;

/** Null when the text is no such address. */
export function parseS3Address(text: string): S3Address | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const [bucket = '', ...rest] = url.pathname.slice(1).split('/').filter(Boolean);
  const prefix = rest.map((part) => `${part}/`).join('');
  const { region = usualRegion, ...unknown } = Object.fromEntries(url.searchParams);
  const isPlain = url.username === '' && url.password === '' && url.hash === '' && Object.keys(unknown).length === 0;
  const isWellFormed = bucketForm.test(bucket) && prefixForm.test(prefix) && regionForm.test(region);
  if (!isPlain || !isWellFormed || prefix.length > 200 || !isProtected(url)) return null;
  return { endpoint: url.origin, bucket, prefix, region };
}

/** Without TLS only within a network of one's own: loopback, private addresses, and names that no public DNS has. */
function isProtected({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true;
  if (protocol !== 'http:') return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host)) return ownRanges.has(ipaddr.process(host).range());
  return !host.includes('.') || /\.(?:local|internal|localhost)$/.test(host);
}

const ownRanges = new Set<string>(['loopback', 'private', 'uniqueLocal', 'linkLocal']);
