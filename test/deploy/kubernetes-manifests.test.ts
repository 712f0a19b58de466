/** Tests `deploy/kubernetes` without a cluster: names that fit together, probes that a node answers, and settings that it accepts. */
import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { ConfigError, readConfig, variables } from '../../src/config.ts';
import { rawRequest, useNode } from '../http/in-process-node.ts';
import { readText, repositoryFile } from './compose-model.ts';

// biome-ignore lint/suspicious/noExplicitAny: a manifest has no type without a cluster's schema.
type Manifest = any;

const folder = 'deploy/kubernetes';
const files = readdirSync(repositoryFile(folder)).sort();
const read = (file: string): Manifest[] =>
  parseAllDocuments(readText(`${folder}/${file}`)).map((document) => {
    expect([...document.errors, ...document.warnings], file).to.deep.equal([]);
    return document.toJSON();
  });
const one = (file: string): Manifest => read(file)[0];

const kustomization = one('kustomization.yaml');
const deployment = one('deployment.yaml').spec;
const pod = deployment.template.spec;
const [container] = pod.containers;
const restorePod = one('restore-pod.yaml').spec;
const labels = { app: 'duologue' };

/** The default values of the image. */
const imageSetting = (name: string) => new RegExp(`\\b${name}=(\\S+)`).exec(readText('Dockerfile'))?.[1];

describe('deploy/kubernetes', () => {
  const node = useNode();

  it('applies every manifest but the example of the Secret and the pod for a restore', () => {
    const extra = ['kustomization.yaml', 'restore-pod.yaml', 'secret.example.yaml'];
    expect([...kustomization.resources, ...extra].sort()).to.deep.equal(files);
    for (const file of files.filter((name) => name !== 'kustomization.yaml')) {
      for (const manifest of read(file)) expect(manifest, file).to.include.all.keys('apiVersion', 'kind', 'metadata');
    }
  });

  it('uses one image, of this version', () => {
    const { version } = JSON.parse(readText('package.json'));
    const [{ name, newName, newTag }] = kustomization.images;
    expect([name, newTag]).to.deep.equal([container.image, version]);
    expect(restorePod.containers[0].image).to.equal(`${newName}:${newTag}`);
  });

  it('asks for the health by routes that a node answers, on the port of the image', async () => {
    expect(container.ports).to.deep.equal([{ name: 'http', containerPort: Number(imageSetting('PORT')) }]);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const { path, port } = container[probe].httpGet;
      expect(port).to.equal('http');
      // The kubelet asks by the address of the pod.
      expect((await rawRequest(node(), path, { headers: { host: '10.1.2.3:3000' } })).status, path).to.equal(200);
    }
    expect(container.readinessProbe.httpGet.path).to.contain('only=node');
    expect(container.livenessProbe.httpGet.path).to.not.contain('readyz');
  });

  it('gives a node the time that it needs to stop', () => {
    const [program, seconds] = container.lifecycle.preStop.exec.command;
    expect(program).to.equal('sleep');
    // A node takes five seconds at most.
    expect(pod.terminationGracePeriodSeconds).to.be.above(Number(seconds) + 5);
  });

  it('contains and limits each pod, and lets it write where the image does', () => {
    for (const spec of [pod, restorePod]) {
      expect(spec.securityContext).to.deep.include({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(spec.automountServiceAccountToken).to.equal(false);
      const [{ securityContext, resources, volumeMounts }] = spec.containers;
      expect(securityContext).to.deep.equal({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(resources.limits).to.have.property('memory');
      expect(resources.requests).to.have.keys('cpu', 'memory');
      const paths = volumeMounts.map(({ mountPath }: Manifest) => mountPath);
      expect(paths).to.have.members(['/tmp', imageSetting('DATA_DIR')]);
      const names = spec.volumes.map(({ name }: Manifest) => name);
      expect(names).to.have.members(volumeMounts.map(({ name }: Manifest) => name));
    }
  });

  it('selects the pods of the deployment everywhere', () => {
    const service = one('service.yaml').spec;
    expect(deployment.template.metadata.labels).to.deep.equal(labels);
    expect(service.selector).to.deep.equal(labels);
    for (const selector of [
      deployment.selector,
      one('disruption-budget.yaml').spec.selector,
      one('network-policy.yaml').spec.podSelector,
      pod.topologySpreadConstraints[0].labelSelector,
    ]) {
      expect(selector).to.deep.equal({ matchLabels: labels });
    }
    expect(service.ports[0].targetPort).to.equal('http');
    const [{ backend }] = one('ingress.yaml').spec.rules[0].http.paths;
    expect(backend.service).to.deep.equal({ name: 'duologue', port: { name: service.ports[0].name } });
  });

  it('keeps a node in service through a new version and an eviction', () => {
    expect(deployment.strategy.rollingUpdate).to.deep.equal({ maxSurge: 1, maxUnavailable: 0 });
    expect(one('disruption-budget.yaml').spec.minAvailable).to.be.below(deployment.replicas);
  });

  it('hands a node settings that it accepts, and no node the values of the example', () => {
    const [{ name: settingsName, literals }] = kustomization.configMapGenerator;
    const settings = Object.fromEntries(literals.map((pair: string) => pair.split(/=(.*)/s).slice(0, 2)));
    const { metadata, stringData } = one('secret.example.yaml');
    expect(container.envFrom).to.deep.equal([
      { configMapRef: { name: settingsName } },
      { secretRef: { name: metadata.name } },
    ]);
    expect(restorePod.containers[0].envFrom).to.deep.equal([{ secretRef: { name: metadata.name } }]);
    const names = Object.keys({ ...settings, ...stringData });
    expect(variables.map(({ name }) => name)).to.include.members(names);
    expect(() => readConfig({ ...settings, ...stringData })).to.throw(ConfigError);
    const config = readConfig({ ...settings, ...stringData, SESSION_SECRET: 'x'.repeat(64) });
    const [{ host }] = one('ingress.yaml').spec.rules;
    expect(config.publicOrigins).to.deep.equal([`https://${host}`]);
    expect(one('ingress.yaml').spec.tls[0].hosts).to.deep.equal([host]);
  });

  it('opens the network to names, MySQL, Redis and the store of files of the example, and to nothing else', () => {
    const { stringData } = one('secret.example.yaml');
    const files = kustomization.configMapGenerator[0].literals.find((pair: string) =>
      pair.startsWith('FILES_S3_URL=https:'),
    );
    const ports = [stringData.DATABASE_URL, stringData.REDIS_URL].map((url) => Number(new URL(url).port));
    if (files) ports.push(443);
    const { ingress, egress, policyTypes } = one('network-policy.yaml').spec;
    expect(policyTypes).to.have.members(['Ingress', 'Egress']);
    expect(egress.flatMap((rule: Manifest) => rule.ports.map(({ port }: Manifest) => port))).to.have.members([
      53,
      53,
      ...ports,
    ]);
    expect(ingress.flatMap((rule: Manifest) => rule.ports)).to.deep.equal([{ protocol: 'TCP', port: 'http' }]);
  });
});
