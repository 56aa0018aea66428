import{r as e,t}from"./chunk-SHT3W25Y-CMChqTv5.js";import"./chunk-POPQ4Y6H-Bf8oI7p0.js";import"./diagram-Ct3CiYry.js";import"./chunk-F27PBJKO-WZu-1KuO.js";import"./chunk-L3NEJ4N5-BKGAFeqd.js";import"./chunk-OSK3NFVY-C-tbeNAr.js";import"./chunk-GVQU2GXP-BeV_aIJe.js";import"./chunk-4HAMMTFA-DJaKW2DC.js";import"./chunk-P2QGCYS3-DkDjqnqR.js";import"./chunk-GMAD6QVW-D_NV4vMK.js";import"./chunk-PWAF6VOD-N-juTSF2.js";import"./chunk-75Z2AOVW-BFi5jf61.js";import"./chunk-DU6HZSFF-BvaHsta_.js";import"./d3-selection-0IvC3OnK.js";import{n}from"./chunk-Y2CYZVJY-DsF7k-Jl.js";var r=t({defaultLayout:`swimlane`,styles:n(t=>`${e(t)}
  .swimlane.cluster rect {
    stroke: ${t.clusterBorder} !important;
  }
  [data-look="neo"].cluster rect {
    filter: none;
  }
`,`getStyles`)});export{r as diagram};