//! x
struct S; impl kubewright::preset::Sources for S { fn read(&self,p:&str)->Result<Vec<u8>,String>{ std::fs::read(p).map_err(|e|e.to_string()) } }
fn main(){ let p=std::env::args().nth(1).unwrap(); let e=std::env::args().nth(2).unwrap();
 let t=std::fs::read_to_string(&p).unwrap();
 let s=match kubewright::spec::Spec::parse(&p,&t){Ok(s)=>s,Err(x)=>{for p in x{println!("{p}")}return}};
 let (l,d)=kubewright::preset::environment_layers(Some(&s),&e,None,&S).unwrap();
 let r=kubewright::preset::resolve(&l);
 let b=match kubewright::app::build(&s.name,&e,&r,&d,&S){Ok(b)=>b,Err(x)=>{for p in x{println!("{p}")}return}};
 for w in &b.warnings{eprintln!("warning: {w}")}
 let en=match kubewright::render::Engine::new(vec![]){Ok(e)=>e,Err(e)=>{println!("{e:#?}");return}};
 match kubewright::render::render(&en,&b.app){Ok(d)=>for d in d{println!("---\n{}",d.text)},Err(e)=>println!("{e:#?}")}
}
