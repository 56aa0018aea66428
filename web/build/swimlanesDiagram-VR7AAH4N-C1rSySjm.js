import{r as e,t}from"./chunk-SHT3W25Y-BuWWgyjJ.js";import"./chunk-POPQ4Y6H-CFMEBybf.js";import"./diagram-CPdhk6r9.js";import"./chunk-F27PBJKO-DCbKhMqX.js";import"./chunk-L3NEJ4N5-Dz4EvkA5.js";import"./chunk-OSK3NFVY-D1ZdU8by.js";import"./chunk-GVQU2GXP-CNR56hgA.js";import"./chunk-4HAMMTFA-CoShwT7D.js";import"./chunk-P2QGCYS3-B9fXNMNI.js";import"./chunk-GMAD6QVW-B2xaRJ7M.js";import"./chunk-PWAF6VOD-D0Ww4_cA.js";import"./chunk-75Z2AOVW-B37dK-kU.js";import"./chunk-DU6HZSFF-OYQja0aH.js";import"./d3-selection-0IvC3OnK.js";import{n}from"./chunk-Y2CYZVJY-DsF7k-Jl.js";var r=t({defaultLayout:`swimlane`,styles:n(t=>`${e(t)}
  .swimlane.cluster rect {
    stroke: ${t.clusterBorder} !important;
  }
  [data-look="neo"].cluster rect {
    filter: none;
  }
`,`getStyles`)});export{r as diagram};