import os
import mlflow, numpy as np, pandas as pd, xgboost as xgb
os.environ['MLFLOW_ALLOW_FILE_STORE']='true'
mlflow.set_tracking_uri('file:///tmp/golden/mlruns')
from mlflow import MlflowClient
c=MlflowClient()
mlflow.set_experiment('golden')
X=pd.DataFrame({'a':[0.,1.,2.,3.],'b':[1.,0.,1.,0.]}); y=np.array([0,1,0,1])
d=xgb.DMatrix(X,label=y)
m=xgb.train({'objective':'binary:logistic','max_depth':2},d,2)
ds=mlflow.data.from_pandas(X,source='/tmp/x.csv',name='training',digest='abc123')
with mlflow.start_run(run_name='first') as r:
    mlflow.log_param('eta',0.1); mlflow.log_metric('ap',0.5,step=0); mlflow.log_metric('ap',float('nan'),step=1); mlflow.log_metric('ap',float('inf'),step=2); mlflow.log_metric('test/ap',1e-9)
    mlflow.set_tag('mlflow.note.content','hello\nworld')
    mlflow.log_input(ds,context='training')
    mlflow.log_text('hi','note.txt')
    mlflow.xgboost.save_model(m,'/tmp/golden/model',model_format='json',input_example=X.head(2),signature=mlflow.models.infer_signature(X,np.array([.1,.2])))
c.create_registered_model('golden',description='d'); 
mv=c.create_model_version('golden',source='/tmp/golden/model',run_id=r.info.run_id,description='v',tags={'k':'v'})
c.set_registered_model_alias('golden','champion',mv.version)
