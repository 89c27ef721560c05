import { expect, test } from 'vitest';
import { howToOpen } from '../src/how-to-open.ts';

test('the commands open, migrate and serve the store, quoted for a shell', () => {
  expect(howToOpen('/data/my runs/mlruns')).toEqual({
    view: 'MLFLOW_ALLOW_FILE_STORE=true mlflow ui --backend-store-uri file:///data/my%20runs/mlruns',
    migrate:
      "MLFLOW_ALLOW_FILE_STORE=true mlflow migrate-filestore --source '/data/my runs/mlruns' --target 'sqlite:////data/my runs/mlflow.db'",
    serve: "mlflow ui --backend-store-uri 'sqlite:////data/my runs/mlflow.db'",
  });
});
