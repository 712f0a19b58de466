/** Verifies one password repeatedly with bare argon2 and prints the rate: the reference for logins. */
import argon2 from 'argon2';
import { argon2Cost, seededPassword } from './seeded-rows.ts';

const atOnce = 3;
const measureMs = Number(process.argv[2]);

const hash = await argon2.hash(seededPassword, argon2Cost);
const startedAt = performance.now();
let checked = 0;

async function check(): Promise<void> {
  while (performance.now() - startedAt < measureMs) {
    await argon2.verify(hash, seededPassword);
    checked += 1;
  }
}

await Promise.all(Array.from({ length: atOnce }, check));
console.log((checked * 1_000) / (performance.now() - startedAt));
