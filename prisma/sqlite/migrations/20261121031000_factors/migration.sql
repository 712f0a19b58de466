CREATE TABLE "TotpSecret" (
  "userId" TEXT NOT NULL PRIMARY KEY,
  "sealed" TEXT NOT NULL,
  "createdAt" DATETIME NOT NULL,
  "confirmedAt" DATETIME,
  "lastStep" INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE "RecoveryCode" (
  "userId" TEXT NOT NULL,
  "codeHash" TEXT NOT NULL,
  PRIMARY KEY ("userId", "codeHash")
);

CREATE TABLE "Passkey" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "userId" TEXT NOT NULL,
  "credentialId" TEXT NOT NULL,
  "publicKey" TEXT NOT NULL,
  "counter" BIGINT NOT NULL,
  "transports" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "createdAt" DATETIME NOT NULL,
  "lastUsedAt" DATETIME
);
CREATE UNIQUE INDEX "Passkey_credentialId_key" ON "Passkey" ("credentialId");
CREATE INDEX "Passkey_userId_idx" ON "Passkey" ("userId");

CREATE TABLE "Challenge" (
  "challenge" TEXT NOT NULL PRIMARY KEY,
  "purpose" TEXT NOT NULL,
  "userId" TEXT,
  "credentialVersion" INTEGER,
  "expiresAt" DATETIME NOT NULL
);
CREATE INDEX "Challenge_expiresAt_idx" ON "Challenge" ("expiresAt");
