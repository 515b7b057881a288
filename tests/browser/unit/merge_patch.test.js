import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergePatch } from '../../../assets/dashboard/lib/merge_patch.js';

/* RFC 7396, appendix A: original, patch, result. */
const EXAMPLES = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

for (const [original, patch, result] of EXAMPLES) {
  test(`${original} patched by ${patch} is ${result}`, () => {
    const merged = mergePatch(JSON.parse(original), JSON.parse(patch));
    assert.deepEqual(merged, JSON.parse(result));
  });
}

test('what a patch does not touch is shared and the rest not changed', () => {
  const before = { tiles: { t1: { value: 1 }, t2: { value: 2 } } };
  const after = mergePatch(before, { tiles: { t1: { value: 3 } } });
  assert.equal(after.tiles.t2, before.tiles.t2);
  assert.notEqual(after.tiles.t1, before.tiles.t1);
  assert.equal(before.tiles.t1.value, 1);
});

test('a member named __proto__ changes no prototype', () => {
  const patch = JSON.parse('{"__proto__":{"polluted":true},"a":1}');
  const merged = mergePatch({}, patch);
  assert.equal(merged.polluted, undefined);
  assert.equal({}.polluted, undefined);
  assert.equal(merged.a, 1);
});
