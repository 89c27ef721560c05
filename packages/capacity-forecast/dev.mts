import { simulate } from './src/world/simulate.ts';
import { ingest } from './src/stages/1-ingest.ts';
import { readPanel } from './src/panel.ts';
import { learnDemand, demandAsOf } from './src/demand.ts';
import { openLake } from '@applied-modeling/lakehouse';
import * as tables from './src/tables.ts';
const size=(process.argv[2]??'small') as any;
const T=(l:string,t:number)=>console.log(l,((performance.now()-t)/1e3).toFixed(2));
let t=performance.now();
const w=await simulate('/tmp/capworlds',{seed:7,size,threads:2}); T('simulate',t);t=performance.now(); console.log(w.rows);
const ing=await ingest({kind:'simulated',seed:7,size,lakeDir:w.lakeDir,truthDir:w.truthDir,epoch:w.clock.epoch,weeks:w.weeks},{threads:2,memoryLimit:'2GB'});T('ingest',t);t=performance.now();
const panel=await readPanel(ing);T('panel',t);t=performance.now();
const model=learnDemand(panel);T('learn',t);console.log(model);
let short=0,n=0;for(const s of panel.isShort){short+=s;n++};console.log('short share',short/n);
const side=await openLake(w.truthDir);const truth=await side.query(`SELECT series_id, (epoch_ms(hour)-${w.clock.epoch})//3600000 AS h, demand FROM ${side.latest(tables.truthHourly)}`);
const at=new Map(panel.ids.map((id,i)=>[id,i]));const sid=truth.strings('series_id'),h=truth.numbers('h'),d=truth.numbers('demand');
const acc:any={all:[0,0,0],short:[0,0,0]};
for(let i=0;i<sid.length;i++){const c=at.get(sid[i])!*panel.hours+h[i];const e=demandAsOf(panel,model,c,1e9);for(const k of panel.isShort[c]?['all','short']:['all']){acc[k][0]+=d[i];acc[k][1]+=e;acc[k][2]+=panel.served[c]+panel.correction[c];}}
for(const k in acc)console.log(k,'truth',acc[k][0],'est/truth',(acc[k][1]/acc[k][0]).toFixed(4),'served/truth',(acc[k][2]/acc[k][0]).toFixed(4));
