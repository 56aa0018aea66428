import{r as e,t}from"./chunk-SHT3W25Y-CNQ1nFUc.js";import"./chunk-POPQ4Y6H-Dfml16XY.js";import"./diagram-CzrgU5e8.js";import"./chunk-F27PBJKO-BHCUhsc1.js";import"./chunk-L3NEJ4N5-DDyxyk00.js";import"./chunk-OSK3NFVY-Cxykmfpx.js";import"./chunk-GVQU2GXP-CZOHhOjf.js";import"./chunk-4HAMMTFA-o2dQSvIL.js";import"./chunk-P2QGCYS3-dG4DEvgZ.js";import"./chunk-GMAD6QVW-DRugHk77.js";import"./chunk-PWAF6VOD-6pb6piKD.js";import"./chunk-75Z2AOVW-CAUh4xSd.js";import"./chunk-DU6HZSFF-BSCN5ORV.js";import"./d3-selection-0IvC3OnK.js";import{n}from"./chunk-Y2CYZVJY-DsF7k-Jl.js";var r=t({defaultLayout:`swimlane`,styles:n(t=>`${e(t)}
  .swimlane.cluster rect {
    stroke: ${t.clusterBorder} !important;
  }
  [data-look="neo"].cluster rect {
    filter: none;
  }
`,`getStyles`)});export{r as diagram};