import { simulate } from './src/world/simulate.ts';
import { ingest } from './src/stages/1-ingest.ts';
import { features } from './src/stages/2-features.ts';
import { openLake } from '@applied-modeling/lakehouse';
import * as tables from './src/tables.ts';
const size=(process.argv[2]??'small') as any;
const T=(l:string,t:number)=>console.log(l,((performance.now()-t)/1e3).toFixed(2));
let t=performance.now();
const w=await simulate('/tmp/capworlds',{seed:7,size,threads:2}); T('simulate',t);t=performance.now();
const ing=await ingest({kind:'simulated',seed:7,size,lakeDir:w.lakeDir,truthDir:w.truthDir,epoch:w.clock.epoch,weeks:w.weeks},{threads:2,memoryLimit:'2GB'});T('ingest',t);t=performance.now();
const set=await features(ing);T('features',t);
console.log(ing.calendar.final, set.rows);
const side=await openLake(w.truthDir);const truth=await side.query(`SELECT series_id, (epoch_ms(hour)-${w.clock.epoch})//3600000 AS h, demand FROM ${side.latest(tables.truthHourly)} ORDER BY 1,2`);
const orc=await side.query(`SELECT series_id, (epoch_ms(week_start)-${w.clock.epoch})//(3600000*168) AS w, oracle_nodes FROM ${side.latest(tables.truthWeekly)}`);
const at=new Map(set.seriesIds.map((id,i)=>[id,i]));
const D=new Map<number,number>();{const s=truth.strings('series_id'),h=truth.numbers('h'),d=truth.numbers('demand');for(let i=0;i<s.length;i++)D.set(at.get(s[i])!*30000+h[i],d[i]);}
const O=new Map<number,number>();{const s=orc.strings('series_id'),h=orc.numbers('w'),d=orc.numbers('oracle_nodes');for(let i=0;i<s.length;i++)O.set(at.get(s[i])!*1000+h[i],d[i]);}
const cost:any={};
for(let r=0;r<set.rows;r++){if(set.week[r]<ing.calendar.final.test.firstWeek)continue;const s=set.series[r],k=set.week[r];
 const plans:any={oracle:O.get(s*1000+k)!,incumbent:set.provisioned[r]};for(const n in set.rules){plans[n]=Math.ceil((set.rules as any)[n][r]);} plans['structural*1.05']=Math.ceil(set.anchor[r]*1.05);plans['structural*1.1']=Math.ceil(set.anchor[r]*1.1);
 for(const n in plans){let c=0;for(let h=0;h<168;h++){const d=D.get(s*30000+k*168+h)!;c+=d>plans[n]?3*(d-plans[n]):.6*(plans[n]-d);}cost[n]=(cost[n]??0)+c;}}
for(const n in cost)console.log(n.padEnd(20),(cost[n]/1e6).toFixed(3));
