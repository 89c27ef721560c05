/**
 * Trees as they would be, had one column been written in another unit where they learnt: whatever they ask of it lies `factor` times as
 * high, and every row is sent to the same side. The file is as whole as it was; nothing about it looks wrong.
 *
 * @param json a model in XGBoost's format
 * @throws RangeError where the trees ask nothing of the column
 */
export function spoilUnit(json: string, column: string, factor: number): string {
  const file = JSON.parse(json) as XgboostFile;
  const { feature_names: names, gradient_booster: booster } = file.learner;
  const asked = names.indexOf(column);
  let changed = 0;
  for (const tree of booster.model.trees)
    for (const [node, feature] of tree.split_indices.entries()) {
      // In a leaf the same list holds what it says.
      if (tree.left_children[node] === -1 || feature !== asked) continue;
      tree.split_conditions[node] = Math.fround(tree.split_conditions[node] * factor);
      changed += 1;
    }
  if (changed === 0) throw new RangeError(`spoilUnit: the trees ask nothing of ${column}; name a column they split on`);
  return JSON.stringify(file);
}

interface XgboostFile {
  readonly learner: {
    readonly feature_names: readonly string[];
    readonly gradient_booster: { readonly model: { readonly trees: readonly Tree[] } };
  };
}

interface Tree {
  readonly left_children: readonly number[];
  readonly split_indices: readonly number[];
  readonly split_conditions: number[];
}
