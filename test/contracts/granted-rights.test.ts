/** Tests which rights the lines of `SHOW GRANTS` give. */
import { expect } from 'chai';
import { diagnoseRights } from '../../src/storage/diagnosis/granted-rights.ts';

const usage = "GRANT USAGE ON *.* TO `app`@`%` IDENTIFIED BY PASSWORD '*1'";
const all = 'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP';

function lacking(...targets: string[]): string {
  const grants = targets.map((target) => `GRANT ${all} ON ${target} TO \`app\`@\`%\``);
  return diagnoseRights([usage, ...grants], 'my_data')
    .map(({ name }) => name)
    .join();
}

describe('doctor', () => {
  it('accepts rights in every form that names the database', () => {
    for (const target of [
      '*.*',
      '`my_data`.*',
      '`my\\_data`.*',
      '`my%`.*',
      '`%`.*',
      '`%data`.*',
      '`m%d%a`.*',
      '`my_data%`.*',
    ]) {
      expect(lacking(target), target).to.equal('');
    }
  });

  it('reports rights that only another database or one table has', () => {
    for (const target of [
      '`my`.*',
      '`my_dat`.*',
      '`my_data_`.*',
      '`other`.*',
      '`my_data`.`User`',
      '`my%b`.*',
      '`myXdata`.*',
    ]) {
      expect(lacking(target), target).to.equal('database.rights');
    }
    expect(lacking()).to.equal('database.rights');
  });

  it('adds up the rights of several lines', () => {
    const grants = ['SELECT, INSERT, UPDATE, DELETE', 'CREATE, ALTER, INDEX'].map(
      (list) => `GRANT ${list} ON \`my_data\`.* TO x`,
    );
    expect(diagnoseRights(grants, 'my_data')[0]?.what).to.equal('The user lacks rights in the database my_data: DROP.');
  });

  it('judges no rights that a role may complete', () => {
    expect(diagnoseRights(['GRANT `staff` TO `app`@`%`', usage], 'my_data')).to.deep.equal([]);
  });
});
