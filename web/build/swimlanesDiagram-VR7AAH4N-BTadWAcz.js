import{r as e,t}from"./chunk-SHT3W25Y-UHP67_Vw.js";import"./chunk-POPQ4Y6H-xzSDonPZ.js";import"./diagram-DmNsWOJo.js";import"./chunk-F27PBJKO-C0wax-j9.js";import"./chunk-L3NEJ4N5-DeHPblCo.js";import"./chunk-OSK3NFVY-BDTOtnL_.js";import"./chunk-GVQU2GXP-jnoqDdKD.js";import"./chunk-4HAMMTFA-CuDpXiLY.js";import"./chunk-P2QGCYS3-DRmkvKdC.js";import"./chunk-GMAD6QVW-BlBOsA0S.js";import"./chunk-PWAF6VOD-DieLsrin.js";import"./chunk-75Z2AOVW-CWagJhqC.js";import"./chunk-DU6HZSFF-eFXGbSmR.js";import"./d3-selection-0IvC3OnK.js";import{n}from"./chunk-Y2CYZVJY-DsF7k-Jl.js";var r=t({defaultLayout:`swimlane`,styles:n(t=>`${e(t)}
  .swimlane.cluster rect {
    stroke: ${t.clusterBorder} !important;
  }
  [data-look="neo"].cluster rect {
    filter: none;
  }
`,`getStyles`)});export{r as diagram};